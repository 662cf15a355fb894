using System.Collections;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>The environments that this build knows.</summary>
internal sealed class EnvironmentCompleter : LiveCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary bound) =>
        EnvironmentName.All.Select(environment => new Candidate(environment.Key, environment.Value));
}
