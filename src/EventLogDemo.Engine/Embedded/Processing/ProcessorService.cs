using EventLogDemo.Engine.Embedded.Services;

namespace EventLogDemo.Engine.Embedded.Processing;

/// <summary>One of the two parts that the processor needs, as a service. It has no files of its own.</summary>
internal sealed class ProcessorService(EmbeddedProcessor processor, ServicePart part) : IEmbeddedService
{
    public ServicePart Part => part;

    public void Open()
    {
        // The processor attaches at its next step after both parts are ready.
    }

    public void Close(bool clean) => processor.Halt();
}
