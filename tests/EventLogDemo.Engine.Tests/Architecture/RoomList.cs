using System.Text.RegularExpressions;

namespace EventLogDemo.Engine.Tests.Architecture;

/// <summary>A list of rooms in <c>docs/architecture.md</c>: each may use those in the rows above its own.</summary>
internal sealed partial class RoomList
{
    private readonly Dictionary<string, int> _rows;

    private RoomList(Dictionary<string, int> rows) => _rows = rows;

    public IEnumerable<string> Names => _rows.Keys;

    /// <summary>Rooms that share a row.</summary>
    public IEnumerable<string> Peers => _rows.GroupBy(room => room.Value).Where(row => row.Count() > 1).SelectMany(row => row).Select(room => room.Key);

    /// <summary>The list that follows the first line naming a folder.</summary>
    public static RoomList Read(string document, string folder)
    {
        Dictionary<string, int> rows = [];
        IEnumerable<string> table = document[document.IndexOf($"`{folder}`)", StringComparison.Ordinal)..]
            .Split('\n')
            .SkipWhile(line => !line.StartsWith("| `", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'));
        foreach ((int row, string line) in table.Index())
        {
            foreach (Match room in Room().Matches(line.Split('|')[1]))
            {
                rows.Add(room.Groups[1].Value, row);
            }
        }

        return new RoomList(rows);
    }

    /// <summary>Whether the list allows one room to use another.</summary>
    public bool Allows(string user, string used) => user == used || _rows[used] < _rows[user];

    [GeneratedRegex("`([A-Za-z]+)/`")]
    private static partial Regex Room();
}
