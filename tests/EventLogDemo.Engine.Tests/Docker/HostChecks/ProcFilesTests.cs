using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EventLogDemo.Engine.Docker.HostChecks;

namespace EventLogDemo.Engine.Tests.Docker.HostChecks;

public sealed class ProcFilesTests
{
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:2384 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 111 1 0 20 4 30 10 -1",
        "   1: 0100007F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0 100 0 0 10 0",
    ];

    [Fact]
    public void Listener_of_a_port_is_found_and_not_its_connections()
    {
        Assert.Equal("222", ProcFiles.FindInode(Table, 9092));
        Assert.Null(ProcFiles.FindInode(Table, 9093));
    }

    [Fact]
    public void Available_memory_is_read_in_bytes()
    {
        Assert.Equal(2_048_000, ProcFiles.ReadAvailableMemory(["MemTotal: 9 kB", "MemAvailable:    2000 kB"]));
        Assert.Null(ProcFiles.ReadAvailableMemory(["MemTotal: 9 kB"]));
    }

    [Fact]
    public void Own_process_is_found_by_its_port()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("There is a /proc on Linux only.");
        }

        using TcpListener listener = new(IPAddress.Loopback, port: 0);
        listener.Start();
        string? found = ProcFiles.FindListener(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Contains($"({Environment.ProcessId.ToString(CultureInfo.InvariantCulture)})", found, StringComparison.Ordinal);
    }
}
