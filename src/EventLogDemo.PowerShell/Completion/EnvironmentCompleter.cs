using System.Collections;
using EventLogDemo.Engine.Environments;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>The environments of the catalog.</summary>
internal sealed class EnvironmentCompleter : LiveCompleter
{
    private protected override IEnumerable<Candidate> Candidates(string prefix, IDictionary bound) =>
        EnvironmentCatalog.All.Select(environment => new Candidate(environment.Name, environment.Description));
}
