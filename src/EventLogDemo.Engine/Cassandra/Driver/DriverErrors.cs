using System.Net.Sockets;
using Cassandra;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Net;
using EventLogDemo.Engine.Pipelines;
using TlsException = System.Security.Authentication.AuthenticationException;

namespace EventLogDemo.Engine.Cassandra.Driver;

/// <summary>Translates the driver's errors into the engine's.</summary>
internal sealed class DriverErrors(CassandraConnection connection, TimeSpan requestTimeout)
{
    /// <summary>The engine's error for one of the driver's, or null for one that the driver does not throw.</summary>
    public EngineException? Describe(Exception failure, string attempted) => failure switch
    {
        EngineException known => known,
        NoHostAvailableException none => DescribeHosts(none, attempted),
        AuthenticationException or UnauthorizedException =>
            new AuthenticationFailedException(ServiceNames.Cassandra, connection.Endpoint, failure.Message, failure),
        TlsException => new TlsFailedException(ServiceNames.Cassandra, connection.Endpoint, failure.Message, failure),
        OperationTimedOutException or ReadTimeoutException or TimeoutException =>
            new ServiceTimeoutException(ServiceNames.Cassandra, requestTimeout, attempted),
        UnavailableException unavailable => new ServiceUnavailableException(
            ServiceNames.Cassandra,
            connection.Endpoint,
            attempted,
            $"{unavailable.RequiredReplicas} replicas are required, {unavailable.AliveReplicas} are up",
            failure),
        SocketException or IOException or IsBootstrappingException => Down(failure, attempted),
        InvalidQueryException when IsMissing(failure.Message) =>
            new KeyspaceNotFoundException(connection.Keyspace, failure.Message, failure),
        InitFatalErrorException { InnerException: { } inner } => Describe(inner, attempted),
        DriverException => new StoreQueryException(attempted, failure.Message, failure),
        _ => null,
    };

    private EngineException DescribeHosts(NoHostAvailableException failure, string attempted)
    {
        foreach (Exception answer in failure.Errors.Values)
        {
            if (Describe(answer, attempted) is { } described and not ServiceUnavailableException)
            {
                return described;
            }
        }

        return Down(failure, attempted);
    }

    private ServiceUnavailableException Down(Exception failure, string attempted) =>
        new(ServiceNames.Cassandra, connection.Endpoint, attempted, inner: failure);

    private static bool IsMissing(string message) =>
        message.Contains("does not exist", StringComparison.OrdinalIgnoreCase)
        || message.Contains("unconfigured table", StringComparison.OrdinalIgnoreCase);
}
