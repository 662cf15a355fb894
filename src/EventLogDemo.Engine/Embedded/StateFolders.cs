namespace EventLogDemo.Engine.Embedded;

/// <summary>Where pipelines without a folder of the user's live.</summary>
internal static class StateFolders
{
    /// <summary>Environment variable that names the folder to use instead of the user's local application data.</summary>
    public const string HomeVariable = "EVENTLOGDEMO_HOME";

    /// <summary>A folder that is not there yet.</summary>
    public static string New(string pipeline, Guid id) => Path.Combine(Home, "pipelines", $"{pipeline}-{id:N}");

    private static string Home =>
        Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } home
            ? Path.GetFullPath(home)
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
                    is { Length: > 0 } local ? local : Path.GetTempPath(),
                "EventLogDemo");
}
