using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using EventLogDemo.Engine.Processes;

namespace EventLogDemo.Engine.Docker.Jobs;

/// <summary>Maven, which builds the Flink job.</summary>
/// <param name="path">The folders to search for it, in the format of the variable <c>PATH</c>.</param>
internal sealed partial class Maven(string? path)
{
    /// <summary>Oldest Java whose compiler accepts the job's source.</summary>
    /// <value>17, as <c>flink-job/pom.xml</c> has it.</value>
    public const int OldestJava = 17;

    private const int KeptLineCount = 20;

    /// <summary>The Maven on this process's <c>PATH</c>.</summary>
    public static Maven OfThisProcess => new(Environment.GetEnvironmentVariable("PATH"));

    private static string Command => OperatingSystem.IsWindows() ? "mvn.cmd" : "mvn";

    /// <summary>Checks that it can build the job: that it runs, and on a recent enough JDK.</summary>
    /// <param name="project">The job's Maven project.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="JobBuildToolsException">It was not found, or it cannot build the job.</exception>
    public async Task<MavenFacts> CheckAsync(string project, CancellationToken cancellationToken)
    {
        LastLines lines = new(KeptLineCount);
        int exitCode = await RunAsync(project, ["--batch-mode", "--version"], lines, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            string reason = lines.All is [.., { } last] ? $": {last.Trim()}" : "";
            throw new JobBuildToolsException(project, string.Create(CultureInfo.InvariantCulture, $"'mvn --version' exited with code {exitCode}{reason}"));
        }

        MavenFacts facts = Read(lines.All);
        if (facts.JavaVersion is { } java && MajorOf(java) < OldestJava)
        {
            throw new JobBuildToolsException(
                project, string.Create(CultureInfo.InvariantCulture, $"Maven runs on Java {java}, but the job requires Java {OldestJava} or later"));
        }

        if (facts.JavaHome is { } home && !File.Exists(Path.Combine(home, "bin", OperatingSystem.IsWindows() ? "javac.exe" : "javac")))
        {
            throw new JobBuildToolsException(project, $"Maven runs on the Java in {home}, which has no compiler: it is not a JDK");
        }

        return facts;
    }

    /// <summary>Builds the job's jar.</summary>
    /// <param name="project">The job's Maven project.</param>
    /// <param name="cancellationToken">Kills the build and every process that it has started.</param>
    /// <exception cref="JobBuildToolsException">Maven was not found.</exception>
    /// <exception cref="JobBuildException">The build failed.</exception>
    public async Task PackageAsync(string project, CancellationToken cancellationToken)
    {
        LastLines lines = new(KeptLineCount);
        int exitCode = await RunAsync(
            project, ["--batch-mode", "--quiet", "-DskipTests", "--file", project, "package"], lines, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new JobBuildException(project, exitCode, lines.All);
        }
    }

    private async Task<int> RunAsync(string project, IReadOnlyList<string> arguments, LastLines lines, CancellationToken cancellationToken)
    {
        string program = Find() ?? throw new JobBuildToolsException(project, $"Maven was not found ('{Command}' is not on the PATH)");
        try
        {
            return await ChildProcess.RunAsync(program, arguments, variables: null, lines.Add, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception failure)
        {
            throw new JobBuildToolsException(project, $"cannot run '{program}' ({failure.Message.TrimEnd('.')})", failure);
        }
    }

    private string? Find() =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => Path.Combine(folder.Trim('"'), Command))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static MavenFacts Read(IReadOnlyList<string> lines)
    {
        Match java = lines.Select(line => JavaLine().Match(line)).FirstOrDefault(match => match.Success) ?? Match.Empty;
        return new MavenFacts(
            lines.Select(line => MavenLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value,
            java.Success ? java.Groups["version"].Value : null,
            java.Success ? java.Groups["home"].Value : null);
    }

    // The first number of 17.0.15 and of 21-ea; for 1.8.0 that is 1, which is too old as well.
    private static int MajorOf(string version) => int.Parse(LeadingNumber().Match(version).ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Apache Maven ([0-9][^\s\u001b]*)", RegexOptions.CultureInvariant)]
    private static partial Regex MavenLine();

    [GeneratedRegex(@"^Java version: (?<version>[0-9]{1,4}[^,\s]*),.* runtime: (?<home>\S.*?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex JavaLine();

    [GeneratedRegex("^[0-9]{1,4}", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingNumber();
}

/// <summary>What <c>mvn --version</c> reports.</summary>
/// <param name="Version">Its version, or null if not reported.</param>
/// <param name="JavaVersion">Version of the Java that it runs on, or null if not reported.</param>
/// <param name="JavaHome">Folder of that Java, or null if not reported.</param>
internal sealed record MavenFacts(string? Version, string? JavaVersion, string? JavaHome);
