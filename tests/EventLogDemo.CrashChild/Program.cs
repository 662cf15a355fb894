using EventLogDemo.CrashChild;
using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;

// A process to be killed: it opens a pipeline, streams into it, tells its parent of every acknowledgement over a pipe, and stands
// still at one chosen moment until the parent kills it.
//   FOLDER POINT ACKNOWLEDGEMENTS             the embedded pipeline of a folder, as fast as it goes, up to a point of its work
//   docker PIPELINE ACKNOWLEDGEMENTS          a pipeline that is up on Docker, 2,000 events/s, up to a number of acknowledgements
using Stream pipe = Console.OpenStandardOutput();
AcknowledgementPipe acknowledgements = new(pipe);
long acknowledgementsFirst = long.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
bool isDocker = args[0] == "docker";
Pipeline pipeline = isDocker
    ? await new DockerEnvironment(new DockerOptions { ComposeFile = "compose.yaml", JobJars = ["job.jar"] }, TimeProvider.System)
        .ConnectAsync(args[1], new PipelineOptions(), progress: null, CancellationToken.None)
    : await OpenEmbeddedAsync(args[0], Enum.Parse<CrashPoint>(args[1]));

Guid run = Guid.NewGuid();
AppenderOptions appending = new();
RunLedger ledger = RunLedger.Create(
    pipeline.Folder, new LedgerHeader(run, 1, pipeline.Manifest.Id, pipeline.Clock.Now().UtcMicroseconds, "crash", "none"));
acknowledgements.Begin(run);
RunWriter writer = await RunWriter.OpenAsync(
    new StreamIdentity(pipeline.Name, 1, run),
    pipeline.Ports.Log.PartitionCount,
    appending,
    ledger,
    onDelivery => pipeline.Ports.Log.OpenAppenderAsync(
        appending,
        report =>
        {
            onDelivery(report);
            acknowledgements.Tell(report);
            if (isDocker && acknowledgements.Count >= acknowledgementsFirst)
            {
                acknowledgements.StandStill();
            }
        },
        CancellationToken.None));
LogStreamMachine machine = new(new SeqSource(), new LogStreamOptions { Rate = isDocker ? 2000 : 0 }, writer);
MachineThread thread = new(machine, pipeline.Clock);
await thread.Completion;

async Task<Pipeline> OpenEmbeddedAsync(string folder, CrashPoint point)
{
    EmbeddedEnvironment environment = new(TimeProvider.System)
    {
        AtPoint = reached =>
        {
            if (reached == point && acknowledgements.Count >= acknowledgementsFirst)
            {
                acknowledgements.StandStill();
            }
        },
    };
    PipelineOptions options = new() { Path = folder, CheckpointInterval = TimeSpan.FromMilliseconds(20) };
    return File.Exists(Path.Combine(folder, "pipeline.json"))
        ? await environment.ConnectAsync(folder, options, null, CancellationToken.None)
        : await environment.StartAsync(options, null, CancellationToken.None);
}
