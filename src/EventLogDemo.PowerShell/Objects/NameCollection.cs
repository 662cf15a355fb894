using System.Collections.ObjectModel;

namespace EventLogDemo;

/// <summary>Names, in an order. A list in JSON, and one text in a cell of a CSV file or a table.</summary>
public sealed class NameCollection : ReadOnlyCollection<string>
{
    internal NameCollection(IEnumerable<string> names)
        : base([.. names])
    {
    }

    /// <summary>The names, with commas between them.</summary>
    public override string ToString() => string.Join(", ", this);
}
