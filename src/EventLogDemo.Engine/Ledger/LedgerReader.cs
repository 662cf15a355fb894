using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Ledger;

/// <summary>Reads ledger files, also of runs that go on.</summary>
public static class LedgerReader
{
    private const int RecordsPerRead = 2048;

    /// <summary>Reads the ledgers of all runs of a pipeline, the oldest run first.</summary>
    /// <param name="pipelineFolder">The pipeline's folder; one without ledgers has no runs.</param>
    /// <exception cref="DataCorruptException">The header of a file is damaged.</exception>
    /// <exception cref="DataFormatException">A newer version wrote a file.</exception>
    /// <exception cref="DataFolderAccessException">A file cannot be read.</exception>
    public static IReadOnlyList<RunRecord> ReadAll(string pipelineFolder)
    {
        DirectoryInfo folder = new(Path.Combine(pipelineFolder, LedgerFile.FolderName));
        if (!folder.Exists)
        {
            return [];
        }

        // A file of no bytes is a run that was killed while it began: it never produced an event.
        return [.. folder.EnumerateFiles($"*{LedgerFile.Extension}")
            .Where(file => file.Length > 0)
            .Select(file => Read(file.FullName))
            .OrderBy(run => run.Header.CreatedAtMicroseconds)
            .ThenBy(run => run.Header.Stream)];
    }

    /// <summary>Reads one ledger file.</summary>
    /// <inheritdoc cref="ReadAll" path="/exception"/>
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
