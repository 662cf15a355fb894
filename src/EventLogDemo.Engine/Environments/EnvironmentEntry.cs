using EventLogDemo.Engine.Pipelines;

namespace EventLogDemo.Engine.Environments;

/// <summary>
/// An environment as the catalog lists it: everything about it that others need to know, which avoids comparing names, and how it
/// is configured.
/// </summary>
public sealed record EnvironmentEntry
{
    /// <summary>Name, as users type it and manifests store it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Creates the environment from its options (of <see cref="OptionsType"/>, or null) and the clock.</summary>
    public required Func<EnvironmentOptions?, TimeProvider, IPipelineEnvironment> Configure { get; init; }

    /// <summary>Type of its options.</summary>
    /// <value>Defaults to null: there is nothing to configure.</value>
    public Type? OptionsType { get; init; }

    /// <summary>Whether it cannot be used before it has been configured.</summary>
    /// <value>Defaults to false: without a configuration, default options apply.</value>
    public bool NeedsConfiguration { get; init; }

    /// <summary>What does not apply to its pipelines (an option of a pipeline, or "Configuration"), with the reason.</summary>
    /// <value>Defaults to nothing: everything applies.</value>
    public IReadOnlyDictionary<string, string> NotApplicable { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether its services belong to someone else, so that nothing is done to them without consent.</summary>
    /// <value>Defaults to false.</value>
    public bool NeedsConsent { get; init; }

    /// <summary>Whether its services keep running after the process that started them ends.</summary>
    /// <value>Defaults to false: they are part of the process.</value>
    public bool KeepsServicesRunning { get; init; }

    /// <summary>Whether its pipelines are found by their names; otherwise they are found by their folders.</summary>
    /// <value>Defaults to false.</value>
    public bool FindsByName { get; init; }

    /// <summary>Whether its services run from images, which closing a pipeline can delete.</summary>
    /// <value>Defaults to false.</value>
    public bool HasImages { get; init; }

    /// <summary>Whether it has checks of the machine.</summary>
    /// <value>Defaults to false: it has no requirements.</value>
    public bool ChecksHost { get; init; }

    /// <summary>How long a start may take by default.</summary>
    /// <value>Defaults to 2 minutes.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How a pipeline is closed whose start was cancelled after it had been opened.</summary>
    /// <value>Defaults to deleting what the start has created.</value>
    public PipelineEnd AbandonedStart { get; init; } = new() { DeletesData = true };

    /// <summary>Where a pipeline of this environment is, in the form that <see cref="IPipelineEnvironment.ConnectAsync"/> accepts.</summary>
    /// <param name="name">Name of the pipeline.</param>
    /// <param name="folder">Its folder.</param>
    public string PlaceOf(string name, string folder) => FindsByName ? name : folder;
}
