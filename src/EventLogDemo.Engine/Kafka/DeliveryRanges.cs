using System.Diagnostics.CodeAnalysis;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Joins the outcomes of single events to ranges, so that one report covers thousands. Used by one thread.</summary>
internal sealed class DeliveryRanges
{
    private readonly Queue<Range> _ranges = [];
    private Range? _last;

    /// <summary>Ranges gathered so far.</summary>
    public IReadOnlyCollection<Range> Gathered => _ranges;

    /// <summary>Adds the outcome of one event: to the last range if it continues it in every respect.</summary>
    /// <param name="context">The event.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="offset">Its offset, or -1.</param>
    /// <param name="error">Why it was not acked, or null; the same object for the same reason.</param>
    public void Add(DeliveryContext context, DeliveryOutcome outcome, long offset, EngineException? error)
    {
        if (_last is { } last && last.Accepts(context, outcome, offset, error))
        {
            last.Add(context);
            return;
        }

        _last = new Range(context, outcome, offset, error);
        _ranges.Enqueue(_last);
    }

    /// <summary>Takes the first range.</summary>
    public bool TryTake([NotNullWhen(true)] out Range? range)
    {
        bool taken = _ranges.TryDequeue(out range);
        _last = _ranges.Count > 0 ? _last : null;
        return taken;
    }

    /// <summary>Consecutive events with the same outcome.</summary>
    internal sealed class Range
    {
        private readonly DeliveryOutcome _outcome;
        private readonly long _firstOffset;
        private readonly EngineException? _error;
        private readonly long _firstSeq;
        private readonly Guid _run;
        private readonly ushort _stream;
        private readonly int _partition;

        public Range(DeliveryContext context, DeliveryOutcome outcome, long offset, EngineException? error)
        {
            _outcome = outcome;
            _firstOffset = offset;
            _error = error;
            _firstSeq = context.Seq;
            _run = context.Run;
            _stream = context.Stream;
            _partition = context.Partition;
            Epoch = context.Epoch;
            First = Last = context;
            Count = 1;
            Cost = context.Cost;
        }

        /// <summary>Head of the chain of its contexts.</summary>
        public DeliveryContext First { get; private set; }

        /// <summary>End of the chain.</summary>
        public DeliveryContext Last { get; }

        public FlushEpoch Epoch { get; }

        public int Count { get; private set; }

        /// <summary>Bytes of the buffer that its events took.</summary>
        public long Cost { get; private set; }

        public DeliveryReport Report => new(_run, _stream, _partition, _firstSeq, Count, _outcome, _firstOffset, _error);

        public bool Accepts(DeliveryContext context, DeliveryOutcome outcome, long offset, EngineException? error) =>
            context.Seq == _firstSeq + Count
            && offset == (_firstOffset < 0 ? -1 : _firstOffset + Count)
            && outcome == _outcome
            && context.Partition == _partition
            && context.Stream == _stream
            && ReferenceEquals(context.Epoch, Epoch)
            && ReferenceEquals(error, _error)
            && context.Run == _run;

        public void Add(DeliveryContext context)
        {
            context.Next = First;
            First = context;
            Count++;
            Cost += context.Cost;
        }
    }
}
