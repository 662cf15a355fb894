using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace EventLogDemo.Engine.Pipelines;

/// <summary>The engine's own log: files in a pipeline's folder, limited in size, without bodies and secrets.</summary>
public static partial class EngineLog
{
    /// <summary>Name of the newest file.</summary>
    public const string FileName = "engine.log";

    private const long FileSizeLimit = 4L << 20;
    private const int FilesKept = 3;

    /// <summary>Whether a file name is that of one of the log's files: the newest, or a full one.</summary>
    public static bool IsFile(string name) => Names().IsMatch(name);

    /// <summary>Opens the log of a folder. Disposing the factory closes its file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isShared">Whether other processes write to it too.</param>
    public static ILoggerFactory Open(string folder, bool isShared = false) => LoggerFactory.Create(builder => builder.AddSerilog(
        new LoggerConfiguration()
            .MinimumLevel.Is(LogEventLevel.Information)
            .WriteTo.File(
                Path.Combine(folder, FileName),
                formatProvider: CultureInfo.InvariantCulture,
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}",
                fileSizeLimitBytes: FileSizeLimit,
                rollOnFileSizeLimit: true,
                shared: isShared,
                retainedFileCountLimit: FilesKept)
            .CreateLogger(),
        dispose: true));

    // The numbering of the library that writes them.
    [GeneratedRegex(@"\Aengine(_[0-9]{3,})?\.log\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
