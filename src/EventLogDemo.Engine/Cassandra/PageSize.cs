namespace EventLogDemo.Engine.Cassandra;

/// <summary>How many rows to ask for at once: as many as make an answer of about a megabyte, as far as the rows seen tell.</summary>
internal sealed class PageSize
{
    private const int FirstRows = 64;
    private const int MaxRows = 2000;
    private const long Bytes = 1 << 20;

    private int _rows = FirstRows;

    /// <summary>Rows to ask for.</summary>
    public int Rows => Volatile.Read(ref _rows);

    /// <summary>Learns from an answer.</summary>
    /// <param name="rows">Rows in it.</param>
    /// <param name="bytes">Bytes of their bodies.</param>
    public void Learn(int rows, long bytes)
    {
        if (rows > 0)
        {
            Volatile.Write(ref _rows, (int)Math.Clamp(Bytes * rows / Math.Max(bytes, 1), 1, MaxRows));
        }
    }
}
