using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Ledger;

/// <summary>Reads ledger files, also of runs that go on.</summary>
public static class LedgerReader
{
    private const int RecordsPerRead = 2048;

    /// <summary>
    /// Reads the ledgers of a pipeline's runs one by one, as they are asked for, the oldest run first. A file that cannot be read, or
    /// that belongs to another run or pipeline, is a reading with its failure, and the next goes on.
    /// </summary>
    /// <param name="pipelineFolder">The pipeline's folder; one without ledgers has no runs.</param>
    /// <param name="pipelineId">The pipeline.</param>
    /// <exception cref="DataFolderAccessException">The files cannot be listed.</exception>
    public static IEnumerable<RunReading> ReadRuns(string pipelineFolder, Guid pipelineId) =>
        ListFiles(Path.Combine(pipelineFolder, LedgerFile.FolderName)).Select(path => ReadRun(path, pipelineId));

    /// <summary>Reads one ledger file.</summary>
    /// <exception cref="DataCorruptException">The header is damaged.</exception>
    /// <exception cref="DataFormatException">A newer version wrote it.</exception>
    /// <exception cref="DataFolderAccessException">It cannot be read.</exception>
    public static RunRecord Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(file, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderAccessException(path, failure);
        }
    }

    /// <summary>Reads one ledger from the position of a stream to its end.</summary>
    /// <param name="stream">The ledger; left open.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="DataCorruptException">The header is damaged.</exception>
    /// <exception cref="DataFormatException">A newer version wrote it.</exception>
    public static RunRecord Read(Stream stream, string name)
    {
        LedgerHeader header = LedgerFile.ReadHeader(stream, name);
        SortedDictionary<int, PartitionRecord> partitions = [];
        DateTimeOffset? closedAt = null;
        long ignored = 0;
        bool holds = true;
        byte[] buffer = new byte[RecordsPerRead * LedgerFile.RecordSize];
        int found;
        do
        {
            found = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            int used = 0;
            while (holds && closedAt is null && used + LedgerFile.RecordSize <= found)
            {
                holds = LedgerRecord.TryRead(buffer.AsSpan(used, LedgerFile.RecordSize), out LedgerRecord record);
                if (holds)
                {
                    used += LedgerFile.RecordSize;
                    closedAt = Apply(record, partitions);
                }
            }

            ignored += found - used;
        }
        while (found == buffer.Length);

        return new RunRecord(header, closedAt, partitions, ignored);
    }

    // A run's id begins with the time, so names are in the order of time. A file of no bytes is a run that was killed while it began: it
    // never produced an event. A file that is not named as a run's is not ours.
    private static List<string> ListFiles(string folder)
    {
        try
        {
            return !Directory.Exists(folder)
                ? []
                : [.. new DirectoryInfo(folder).EnumerateFiles($"*{LedgerFile.Extension}")
                    .Where(file => file.Length > 0 && LedgerFile.IsFile(file.Name))
                    .Select(file => file.FullName)
                    .Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderAccessException(folder, failure);
        }
    }

    private static RunReading ReadRun(string path, Guid pipelineId)
    {
        Guid run = LedgerFile.RunOf(path);
        try
        {
            RunRecord record = Read(path);
            return record.Header.Run != run ? Foreign("it is the ledger of another run")
                : record.Header.PipelineId != pipelineId ? Foreign("it is the ledger of another pipeline")
                : new RunReading(run, record, null);
        }
        catch (EngineException failure)
        {
            return new RunReading(run, null, failure);
        }

        RunReading Foreign(string finding) => new(run, null, new DataCorruptException(path, finding));
    }

    private static DateTimeOffset? Apply(in LedgerRecord record, SortedDictionary<int, PartitionRecord> partitions)
    {
        if (record.Kind == LedgerRecordKind.Closed)
        {
            return DateTimeOffset.UnixEpoch.AddTicks(record.First * TimeSpan.TicksPerMicrosecond);
        }

        if (!partitions.TryGetValue(record.Partition, out PartitionRecord? partition))
        {
            partition = new PartitionRecord(record.Partition);
            partitions.Add(record.Partition, partition);
        }

        partition.SetOf(record.Kind).Add(record.First, record.First + record.Count);
        return null;
    }
}
