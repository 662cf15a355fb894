using Confluent.Kafka;
using EventLogDemo.Engine.Pipelines;
using Microsoft.Extensions.Logging;

namespace EventLogDemo.Engine.Kafka;

/// <summary>Questions about topics and their offsets.</summary>
internal sealed class KafkaAdmin(KafkaConnection connection, TimeProvider time, ILogger logger)
    : KafkaQuestions<IAdminClient>(connection, time, logger)
{
    protected override IAdminClient Make(KafkaConnection connection, ClientWatch watch) =>
        new AdminClientBuilder(ClientSettings.ForAdmin(connection))
            .SetErrorHandler((_, error) => watch.OnError(error))
            .SetLogHandler((_, line) => watch.OnLog(line))
            .Build();
}
