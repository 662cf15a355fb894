using System.Text.RegularExpressions;
using EventLogDemo.Tests;

namespace EventLogDemo.Engine.Tests.Architecture;

/// <summary>Keeps the rooms apart as <c>docs/architecture.md</c> says.</summary>
public sealed partial class RoomTests
{
    private const string Engine = "src/EventLogDemo.Engine";
    private const string Cmdlets = "src/EventLogDemo.PowerShell";

    // Its types are named by users, so they are in the namespace above all rooms, which needs no using.
    private const string Objects = "Objects";

    private static readonly string Document = File.ReadAllText(Repository.PathOf("docs", "architecture.md"));
    private static readonly RoomList EngineRooms = RoomList.Read(Document, Engine);
    private static readonly RoomList CmdletRooms = RoomList.Read(Document, Cmdlets);
    private static readonly Dictionary<string, IReadOnlyList<Source>> AllSources =
        new() { [Engine] = [.. ReadSources(Engine)], [Cmdlets] = [.. ReadSources(Cmdlets)] };

    [Theory]
    [InlineData(Engine)]
    [InlineData(Cmdlets)]
    public void Every_folder_is_a_listed_room_and_vice_versa(string project)
    {
        IEnumerable<string> folders = Sources(project).Select(source => source.Room).OfType<string>().Distinct();

        Assert.Equal(RoomsOf(project).Names.Order(), folders.Order());
    }

    [Theory]
    [InlineData(Engine)]
    [InlineData(Cmdlets)]
    public void Namespace_of_a_file_is_its_folder(string project)
    {
        foreach (Source source in Sources(project).Where(source => source.Room is not null))
        {
            string expected = source.Room == Objects ? "namespace EventLogDemo" : $"namespace {Path.GetFileName(project)}.{source.Room}";

            Assert.True(
                source.Text.Contains($"{expected};", StringComparison.Ordinal) || source.Text.Contains($"{expected}.", StringComparison.Ordinal),
                $"{source.Path} does not say '{expected}'.");
        }
    }

    [Theory]
    [InlineData(Engine)]
    [InlineData(Cmdlets)]
    public void Rooms_use_only_rooms_above_them(string project)
    {
        RoomList rooms = RoomsOf(project);
        List<string> violations = [];
        foreach (Source source in Sources(project).Where(source => source.Room is not null))
        {
            violations.AddRange(UsedRooms(source, project)
                .Where(used => !rooms.Allows(source.Room!, used))
                .Select(used => $"{source.Path} uses {used}"));
        }

        Assert.Empty(violations);
    }

    [Fact]
    public void Cmdlets_use_no_adapter()
    {
        HashSet<string> adapters = [.. EngineRooms.Peers];

        Assert.Equal(["Cassandra", "Docker", "Embedded", "Flink", "Kafka"], adapters.Order());
        Assert.Empty(
            from source in Sources(Cmdlets)
            from used in UsedRooms(source, Engine)
            where adapters.Contains(used)
            select $"{source.Path} uses {used}");
    }

    [Fact]
    public void Engine_mentions_no_cmdlet() =>
        Assert.Empty(
            from source in Sources(Engine)
            from Match cmdlet in CmdletName().Matches(source.Text)
            select $"{source.Path} mentions {cmdlet.Value}");

    private static IReadOnlyList<Source> Sources(string project) => AllSources[project];

    private static RoomList RoomsOf(string project) => project == Engine ? EngineRooms : CmdletRooms;

    // Usings and full names; and names that are qualified by a room alone, which need no using within a project.
    private static IEnumerable<string> UsedRooms(Source source, string project)
    {
        string root = Path.GetFileName(project);
        string code = string.Join('\n', source.Text.Split('\n').Where(line => !line.StartsWith("namespace ", StringComparison.Ordinal)));
        bool isWithin = source.Text.Contains($"namespace {root}.", StringComparison.Ordinal);
        return RoomsOf(project).Names.Where(room =>
            Regex.IsMatch(code, $@"\b{Regex.Escape(root)}\.{room}\b")
            || (isWithin && room == Objects && source.Room != Objects && Regex.IsMatch(code, $@"\b({string.Join('|', TypesIn(project, room))})\b"))
            || (isWithin && Regex.IsMatch(code, $@"(?<![.\w]){room}\.({string.Join('|', TypesIn(project, room))})\b")));
    }

    private static IEnumerable<string> TypesIn(string project, string room) =>
        Sources(project).Where(source => source.Room == room).Select(source => Path.GetFileNameWithoutExtension(source.Path));

    private static IEnumerable<Source> ReadSources(string project)
    {
        string folder = Path.Combine(Repository.Root, project);
        foreach (string path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
            if (parts[0] is not ("bin" or "obj"))
            {
                yield return new Source(string.Join('/', parts), parts.Length > 1 ? parts[0] : null, File.ReadAllText(path));
            }
        }
    }

    [GeneratedRegex(@"\b[A-Z][a-z]+-(Pipeline|LogStream|LogEvent|ChaosNurse|FailureDrill)[A-Za-z]*\b")]
    private static partial Regex CmdletName();

    /// <param name="Path">Path relative to the project.</param>
    /// <param name="Room">Its first folder; null for a file outside the rooms.</param>
    /// <param name="Text">Its text.</param>
    private sealed record Source(string Path, string? Room, string Text);
}
