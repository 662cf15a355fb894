using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Cassandra;

/// <summary>This build has no driver for Cassandra, because the package source that it was built from does not serve one.</summary>
public sealed class CassandraDriverNotBuiltException(string attempted)
    : EngineException($"Cannot {attempted}: this build has no Cassandra driver.")
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotInstalled;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Cassandra;
}

/// <summary>The store has no such keyspace, or lacks the tables that the job creates in it.</summary>
public sealed class KeyspaceNotFoundException(string keyspace, string finding, Exception? inner = null)
    : EngineException($"cassandra has no table of events in the keyspace '{keyspace}': {finding.TrimEnd('.')}.", inner)
{
    /// <summary>What the node said.</summary>
    public string Finding { get; } = finding;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.NotFound;

    /// <inheritdoc/>
    public override object Target { get; } = keyspace;
}

/// <summary>The store answered a query with an error.</summary>
public sealed class StoreQueryException(string attempted, string answer, Exception? inner = null)
    : EngineException($"Cannot {attempted}: cassandra answered: {answer.TrimEnd('.')}.", inner)
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>What the node said.</summary>
    public string Answer { get; } = answer;

    /// <inheritdoc/>
    public override ErrorKind Kind => ErrorKind.UnexpectedResponse;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Cassandra;
}
