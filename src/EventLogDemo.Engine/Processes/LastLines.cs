namespace EventLogDemo.Engine.Processes;

/// <summary>Keeps the last lines of an output. Lines may be added on any thread.</summary>
internal sealed class LastLines(int count)
{
    private readonly Queue<string> _lines = new();

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > count)
            {
                _lines.Dequeue();
            }
        }
    }
}
