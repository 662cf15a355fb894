using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.Tests;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Packaging;

public sealed class ManifestTests
{
    private static readonly IReadOnlyList<string> Cmdlets = [.. typeof(AsyncCmdlet).Assembly.GetExportedTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>())
        .OfType<CmdletAttribute>()
        .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}")
        .Order(StringComparer.Ordinal)];

    [Fact]
    public void Manifest_exports_the_cmdlets_there_are() =>
        Assert.Equal(Cmdlets, Listed("CmdletsToExport").Order(StringComparer.Ordinal));

    [Fact]
    public void Manifest_names_every_file_of_views() => Assert.Equal(
        Repository.ViewFiles,
        Listed("FormatsToProcess").Select(file => Path.GetFullPath(file, Repository.PathOf("module"))).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_cmdlet_has_a_help_page_and_every_page_a_cmdlet()
    {
        IEnumerable<string?> pages = Directory.GetFiles(Repository.PathOf("docs", "en-US"), "*-*.md")
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(Cmdlets, pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_that_changes_something_can_be_tried_without_effect()
    {
        string[] harmless = ["Get", "Test", "Wait", "Watch"];

        Assert.All(
            typeof(AsyncCmdlet).Assembly.GetExportedTypes(),
            type =>
            {
                if (type.GetCustomAttribute<CmdletAttribute>() is { } cmdlet && !harmless.Contains(cmdlet.VerbName))
                {
                    Assert.True(cmdlet.SupportsShouldProcess, $"{cmdlet.VerbName}-{cmdlet.NounName} has no -WhatIf");
                }
            });
    }

    private static IEnumerable<string> Listed(string key)
    {
        string manifest = Repository.PathOf("module", "EventLogDemo.psd1");
        HashtableAst data = (HashtableAst)Parser.ParseFile(manifest, out _, out _).Find(node => node is HashtableAst, searchNestedScriptBlocks: false);
        return data.KeyValuePairs
            .Single(pair => pair.Item1.Extent.Text == key).Item2
            .FindAll(node => node is StringConstantExpressionAst, searchNestedScriptBlocks: false)
            .Select(node => ((StringConstantExpressionAst)node).Value);
    }
}
