using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Bridge;
using EventLogDemo.PowerShell.Errors;
using EventLogDemo.Tests;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Display;

public sealed class ViewTests
{
    private const int Width = 100;

    private static readonly int[] Widths = [80, 100, 120];

    private static readonly IReadOnlyList<XElement> Views =
        [.. Repository.ViewFiles.SelectMany(file => XDocument.Load(file).Descendants("View"))];

    /// <summary>A script for each emitted type, and what its view must show.</summary>
    public static TheoryData<int, string, string[]> Shown
    {
        get
        {
            TheoryData<int, string, string[]> shown = [];
            foreach (int width in Widths)
            {
                shown.Add(width, "Get-Pipeline", ["default", "Running", "Embedded", "Partitions", "4", "…"]);
                shown.Add(width, "Get-PipelineService flink-taskmanager", ["Pipeline: default", "flink-taskmanager", "Ready", "Restarts", "embedded:///"]);
                shown.Add(width, "Get-PipelineServiceLog kafka", ["Pipeline: default", "Service", "Ready"]);
                shown.Add(width, "Get-LogEvent Kafka", ["Pipeline: default", "Size (B)", "a line"]);
                shown.Add(width, "'another' | Send-LogEvent", ["Sent", "Acked", "Too large", "Elapsed (s)"]);
                shown.Add(width, "Get-PipelineMetric", ["Pipeline: default", "Produced", "Cassandra", "Failed", "Down", "-"]);
                shown.Add(width, "Stop-PipelineService kafka; Get-PipelineMetric", ["-1", "kafka"]);
                shown.Add(width, "Stop-PipelineService flink-taskmanager; Get-PipelineMetric", ["flink-taskmanager"]);
                shown.Add(width, "Stop-PipelineService *; Get-PipelineMetric", ["kafka, flink +2"]);
                shown.Add(width, "Start-LogStream -Rate 2.5 -Count 1", ["Id", "2.5", "Rate (/s)", "Plain, 1024 B"]);
                shown.Add(width, "Start-LogStream -Rate 0 -Count 1 -Wait", ["max", "Completed"]);
            }

            shown.Add(100, "Get-PipelineMetric", ["In (/s)", "p99 (ms)"]);
            return shown;
        }
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task Object_printed_alone_fits_and_leaves_no_cell_blank(int width, string script, string[] words)
    {
        ScreenHost screen = new(width);
        await using ModuleSession session = new(screen);
        session.Get("$null = Start-Pipeline; $null = 'a line' | Send-LogEvent");

        object shown = session.Get($"& {{ {script} }} | ForEach-Object {{ $_ | Out-Default; $_ }}")[0];

        Assert.All(screen.Text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.All(words, word => Assert.Contains(word, screen.Text, StringComparison.Ordinal));
        Assert.All(
            CellsOf(shown.GetType().FullName!),
            cell => Assert.NotEqual("", Assert.Single(session.Get($"$input | ForEach-Object {{ {cell} }}", shown))?.ToString()));
    }

    // Behind a table of another type, PowerShell shows an object as a list.
    [Theory]
    [InlineData("Get-LogEvent Kafka")]
    [InlineData("Get-Pipeline; Get-LogEvent Kafka")]
    public async Task Hostile_body_reaches_the_screen_escaped_and_the_caller_as_it_is(string script)
    {
        const string Hostile = "x\u001b[2J\u202Ey\u0007";
        ScreenHost screen = new(Width);
        await using ModuleSession session = new(screen);
        session.Get("$null = Start-Pipeline; $null = $input | Send-LogEvent", Hostile);

        Assert.Equal(Hostile, Assert.Single(session.Get("(Get-LogEvent Kafka).Body")));
        session.Get($"& {{ {script} }} | Out-Default");

        Assert.Contains(@"x\e[2J\u{202E}y\x07", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', screen.Text);
        Assert.DoesNotContain('\u202E', screen.Text);
    }

    [Theory]
    [InlineData("Get-Pipeline")]
    [InlineData("Get-PipelineMetric; Get-Pipeline")]
    [InlineData("Get-LogStream")]
    [InlineData("Get-PipelineMetric; Get-LogStream")]
    [InlineData("Get-PipelineService")]
    [InlineData("Get-PipelineMetric; Get-PipelineService")]
    [InlineData("Start-LogStream -Path \"$folder/none\" 2>&1")]
    [InlineData("try { Start-Pipeline another -Path $folder } catch { $_ }")]
    [InlineData("try { Start-Pipeline another -Path $folder } catch { $_.CategoryInfo.ToString() }")]
    [InlineData("Start-Pipeline another -Path $folder -WhatIf")]
    [InlineData("Start-LogStream -Path $file -WhatIf")]
    [InlineData("Connect-Pipeline $folder -WhatIf")]
    [InlineData("Start-LogStream -Path $file -Wait -Verbose")]
    [InlineData("Stop-Pipeline -Verbose")]
    public async Task Hostile_name_of_a_file_or_folder_reaches_the_screen_escaped(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        string folder = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}x\u001b[2J\u202Ey");
        ScreenHost screen = new(Width);
        await using ModuleSession session = new(screen);
        try
        {
            session.Get("$global:folder = $input | ForEach-Object { $_ }; $global:file = \"$folder.txt\"", folder);
            await File.WriteAllTextAsync(folder + ".txt", "a line\n", TestContext.Current.CancellationToken);
            session.Get("$null = Start-Pipeline -Path $folder; $null = Start-LogStream -Path $file -Wait");

            session.Run($"& {{ {script} }} | Out-Default");

            // A cell may end before the hostile part; what is shown of it is harmless.
            Assert.NotEqual("", screen.Text);
            Assert.DoesNotContain('\u001b', screen.Text);
            Assert.DoesNotContain('\u202E', screen.Text);
        }
        finally
        {
            session.Run("Stop-Pipeline -RemoveData");
            File.Delete(folder + ".txt");
        }
    }

    [Fact]
    public async Task Last_line_of_a_log_is_part_of_an_error_and_harms_no_screen()
    {
        ScreenHost screen = new(Width);
        await using ModuleSession session = new(screen);
        ErrorRecord error = ErrorRecords.From(new ServiceExitedException("kafka", "start", 3, reason: null, ["bad listener", "\u001b[2Jgone"]));

        session.Run("$input | Out-Default", error);

        Assert.Contains(@"Last log line: \e[2Jgone", screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_emitted_type_has_a_view()
    {
        IEnumerable<string> emitted = typeof(AsyncCmdlet).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(attribute => attribute.Type)
            .Select(name => name.Name)
            .Where(name => name.StartsWith("EventLogDemo.", StringComparison.Ordinal))
            .Distinct();

        HashSet<string> viewed = [.. Views.Descendants("TypeName").Select(name => name.Value)];

        Assert.All(emitted, name => Assert.Contains(name, viewed));
    }

    private static IEnumerable<string> CellsOf(string type) => Views
        .Where(view => view.Descendants("TypeName").Single().Value == type)
        .Descendants("TableColumnItem")
        .Select(cell => cell.Element("ScriptBlock")?.Value ?? $"$_.{cell.Element("PropertyName")!.Value}");
}
