using System.Collections;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>Names of a pipeline's services, with their present state where it is known quickly.</summary>
internal sealed class ServiceNameCompleter : LiveCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private protected override IEnumerable<Candidate> Candidates(string prefix, IDictionary bound)
    {
        IServiceHost services = BoundPipeline.Find(bound).Ports.Services;
        using CancellationTokenSource deadline = new(Patience, TimeProvider.System);
        Task<Candidate>[] candidates = [.. services.Names.Select(name => DescribeAsync(services, name, deadline.Token))];
        return Task.WhenAll(candidates).GetAwaiter().GetResult();
    }

    private static async Task<Candidate> DescribeAsync(IServiceHost services, string name, CancellationToken cancellationToken)
    {
        try
        {
            ServiceStatus status = await Task
                .Run(() => services.GetStatusAsync(name, cancellationToken).AsTask(), CancellationToken.None)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
            return new Candidate(name, SR.ServiceToolTip.With(name, status.State, status.Endpoint));
        }
#pragma warning disable CA1031 // a service that does not say its state has a name all the same
        catch (Exception)
#pragma warning restore CA1031
        {
            return new Candidate(name, name);
        }
    }
}
