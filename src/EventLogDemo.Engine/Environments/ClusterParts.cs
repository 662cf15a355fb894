using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>The resources that this process holds of a pipeline whose parts are clusters, and the folder of its state.</summary>
/// <param name="ports">Log, processor and store.</param>
/// <param name="others">Closed after them.</param>
/// <param name="folder">The folder, which other processes may use too.</param>
/// <param name="takeDown">Ends what outlives the process; called when the pipeline's end requires it.</param>
internal sealed class ClusterParts(
    ClusterPorts ports, IReadOnlyList<IDisposable> others, string folder, Func<PipelineEnd, Task> takeDown) : IPipelineParts
{
    public ValueTask DisposeAsync() => Closing.AllAsync([ports.DisposeAsync, .. others.Select(Closing.Of)]);

    public async ValueTask ReleaseAsync(PipelineEnd end)
    {
        if (end.StopsServices)
        {
            await takeDown(end).ConfigureAwait(false);
        }

        if (end.DeletesData)
        {
            StateFolders.Delete(folder);
        }
    }
}
