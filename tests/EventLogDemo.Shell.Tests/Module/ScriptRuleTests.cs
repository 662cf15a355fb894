using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using EventLogDemo.Tests;
using Xunit;

namespace EventLogDemo.Shell.Tests.Module;

public sealed class ScriptRuleTests
{
    private const int MostLinesOfTheModule = 45;

    public static TheoryData<string> Scripts => [.. FilesOf("module", "*.psm1").Concat(FilesOf("drills", "*.ps1"))];

    [Fact]
    public void ModuleScript_IsShortAndHasNoFunctions()
    {
        string path = Repository.PathOf("module", "EventLogDemo.psm1");

        Assert.InRange(File.ReadAllLines(path).Length, 1, MostLinesOfTheModule);
        Assert.Empty(Parse(path).FindAll(node => node is FunctionDefinitionAst, searchNestedScriptBlocks: true));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void EveryScript_UsesOnlyCommandsOfABareHost(string script)
    {
        ScriptBlockAst tree = Parse(Repository.PathOf(script));
        HashSet<string> known = new([.. CommandsOfABareHost(), .. ManifestFile.CmdletsToExport, .. FunctionsOf(tree)], StringComparer.OrdinalIgnoreCase);

        IEnumerable<string> used = tree.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
            .Select(node => ((CommandAst)node).GetCommandName())
            .Where(name => name is not null);

        Assert.Empty(used.Where(name => !known.Contains(name)).Distinct());
    }

    private static IEnumerable<string> FilesOf(string folder, string pattern) =>
        Directory.Exists(Repository.PathOf(folder))
            ? Directory.EnumerateFiles(Repository.PathOf(folder), pattern).Select(path => Path.GetRelativePath(Repository.Root, path))
            : [];

    private static IEnumerable<string> FunctionsOf(Ast tree) =>
        tree.FindAll(node => node is FunctionDefinitionAst, searchNestedScriptBlocks: true).Select(node => ((FunctionDefinitionAst)node).Name);

    private static IEnumerable<string> CommandsOfABareHost() =>
        InitialSessionState.CreateDefault2().Commands.Select(command => command.Name);

    private static ScriptBlockAst Parse(string path)
    {
        ScriptBlockAst tree = Parser.ParseFile(path, out _, out ParseError[] errors);
        Assert.Empty(errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"));
        return tree;
    }
}
