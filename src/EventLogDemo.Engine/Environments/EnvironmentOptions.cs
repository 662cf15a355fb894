namespace EventLogDemo.Engine.Environments;

/// <summary>The configuration of an environment. Each environment that has one derives its own.</summary>
public abstract record EnvironmentOptions;
