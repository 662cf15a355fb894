using EventLogDemo.Tests;
using Xunit;

namespace EventLogDemo.Shell.Tests.Module;

/// <summary>The module as it is packed, in a process that has nothing of it yet.</summary>
public sealed class ImportTests
{
    private const string Exported = "(Get-Module EventLogDemo).ExportedCmdlets.Keys";

    private static readonly string Import = $"Import-Module '{Repository.PathOf("module", "EventLogDemo.psd1").Replace("'", "''", StringComparison.Ordinal)}'";

    [Fact]
    public async Task Manifest_ListsExactlyTheCmdlets()
    {
        IReadOnlyList<string> exported = await ChildProcess.GetLinesAsync(Exported);
        IReadOnlyList<string> compiled = await ChildProcess.GetLinesAsync("""
            [EventLogDemo.Loader.ModuleLoadContext]::LoadCmdlets().GetExportedTypes() |
                ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } |
                ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
            """);

        Assert.Equal(ManifestFile.CmdletsToExport.Order(), compiled.Order());
        Assert.Equal(ManifestFile.CmdletsToExport.Order(), exported.Order());
    }

    [Fact]
    public async Task ForcedImport_KeepsEveryCmdlet() =>
        Assert.Equal(
            ManifestFile.CmdletsToExport.Order(),
            (await ChildProcess.GetLinesAsync($"{Import} -Force; {Import} -Force; {Exported}")).Order());

    [Fact]
    public async Task ImportAfterRemoval_HasEveryCmdlet() =>
        Assert.Equal(
            ManifestFile.CmdletsToExport.Order(),
            (await ChildProcess.GetLinesAsync($"Remove-Module EventLogDemo; {Import}; {Exported}")).Order());

    [Fact]
    public async Task Removal_LeavesNoCommandBehind() =>
        Assert.Empty(await ChildProcess.GetLinesAsync("Remove-Module EventLogDemo; Get-Module -All; Get-Command -Noun *Pipeline*, LogStream | ForEach-Object Name"));

    [Fact]
    public async Task Packages_LoadInTheirOwnContextWithNativeLibraries()
    {
        IReadOnlyList<string> lines = await ChildProcess.GetLinesAsync("""
            $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext([EventLogDemo.Loader.ModuleLoadContext]::LoadCmdlets())
            $sqlite = $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new('Microsoft.Data.Sqlite'))
            $connection = [System.Activator]::CreateInstance($sqlite.GetType('Microsoft.Data.Sqlite.SqliteConnection'), @('Data Source=:memory:'))
            $connection.Open()
            $connection.State.ToString()
            $context.Name
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName() | ForEach-Object Name | Where-Object { $_ -like '*Sqlite*' }
            """);

        Assert.Equal(["Open", "EventLogDemo"], lines);
    }

    [Fact]
    public void PackedFolder_LeavesPowerShellToTheHost() =>
        Assert.Empty(Directory.EnumerateFiles(Repository.PathOf("module", "lib"), "System.Management.Automation*", SearchOption.AllDirectories));

    [Fact]
    public void PackedFolder_HasNativeLibrariesForEveryPlatform() =>
        Assert.Equal(
            ["linux-arm64", "linux-musl-x64", "linux-x64", "osx-arm64", "osx-x64", "win-arm64", "win-x64"],
            Directory.EnumerateDirectories(Repository.PathOf("module", "lib", "runtimes"))
                .Where(runtime => Directory.Exists(Path.Combine(runtime, "native")))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
}
