using System.Collections;
using System.Management.Automation.Language;
using EventLogDemo.Tests;

namespace EventLogDemo.Shell.Tests.Module;

/// <summary>The module's manifest, read as data.</summary>
internal static class ManifestFile
{
    public static IReadOnlyList<string> CmdletsToExport => List("CmdletsToExport");

    public static IReadOnlyList<string> List(string key) => [.. ((IEnumerable)Data[key]!).Cast<string>()];

    private static Hashtable Data { get; } =
        (Hashtable)Parser.ParseFile(Repository.PathOf("module", "EventLogDemo.psd1"), out _, out _)
            .Find(node => node is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
}
