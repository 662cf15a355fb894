using System.Collections;
using EventLogDemo.Engine.Environments;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>The environments that this build knows.</summary>
internal sealed class EnvironmentCompleter : LiveCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary bound) =>
        [new Candidate(EmbeddedEnvironment.Name, SR.EmbeddedToolTip)];
}
