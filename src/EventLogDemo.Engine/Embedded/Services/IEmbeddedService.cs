namespace EventLogDemo.Engine.Embedded.Services;

/// <summary>A part that the service host opens and closes.</summary>
internal interface IEmbeddedService
{
    ServicePart Part { get; }

    /// <summary>Opens what the service works on. Its state changes afterwards.</summary>
    void Open();

    /// <summary>Lets go of every file. Its state has changed before.</summary>
    /// <param name="clean">Whether work in progress is finished; otherwise what is not committed is gone.</param>
    void Close(bool clean);
}
