namespace EventLogDemo.Engine.Pipelines;

/// <summary>This build has no driver for Cassandra, because the package source that it was built from does not serve one.</summary>
public sealed class CassandraDriverNotBuiltException(string attempted)
    : EngineException($"This build has no Cassandra driver, so this could not be done: {attempted}.")
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Cassandra;
}

/// <summary>The store has no such keyspace, or not the tables that the job makes in it.</summary>
public sealed class KeyspaceNotFoundException(string keyspace, string finding, Exception? inner = null)
    : EngineException($"The store has no events in the keyspace '{keyspace}': {finding.TrimEnd('.')}.", inner)
{
    /// <summary>What the node said.</summary>
    public string Finding { get; } = finding;

    /// <inheritdoc/>
    public override object Target { get; } = keyspace;
}

/// <summary>The tables of the store were made by another version.</summary>
public sealed class StoreSchemaException(string keyspace, int found, int known)
    : EngineException($"The tables of the keyspace '{keyspace}' have version {found}; this version of EventLogDemo knows version {known}.")
{
    /// <summary>Version of the tables.</summary>
    public int Found { get; } = found;

    /// <summary>The version that is known.</summary>
    public int Known { get; } = known;

    /// <inheritdoc/>
    public override object Target { get; } = keyspace;
}

/// <summary>The store answered a question with an error of its own.</summary>
public sealed class StoreQueryException(string attempted, string answer, Exception? inner = null)
    : EngineException($"The store could not do this: {attempted}. It said: {answer.TrimEnd('.')}.", inner)
{
    /// <summary>What was tried.</summary>
    public string Attempted { get; } = attempted;

    /// <summary>What the node said.</summary>
    public string Answer { get; } = answer;

    /// <inheritdoc/>
    public override object Target => ServiceNames.Cassandra;
}

/// <summary>A setting of a connection has a value that it cannot have.</summary>
public sealed class ConnectionSettingException(string setting, string value, string expected)
    : EngineException($"'{value}' is no {setting}: it must be {expected}.")
{
    /// <summary>Name of the setting.</summary>
    public string Setting { get; } = setting;

    /// <inheritdoc/>
    public override object Target { get; } = value;
}
