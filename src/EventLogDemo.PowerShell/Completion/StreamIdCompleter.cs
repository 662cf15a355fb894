using System.Collections;
using System.Globalization;
using EventLogDemo.Engine.Streams;

namespace EventLogDemo.PowerShell.Completion;

/// <summary>Numbers of a pipeline's streams.</summary>
internal sealed class StreamIdCompleter : LiveCompleter
{
    private protected override IEnumerable<Candidate> Candidates(string prefix, IDictionary bound) =>
        StreamRoster.Of(BoundPipeline.Find(bound)).All.Select(stream => new Candidate(
            stream.Id.ToString(CultureInfo.InvariantCulture),
            SR.StreamToolTip.With(stream.Id, stream.State, stream.Rate, stream.Source)));
}
