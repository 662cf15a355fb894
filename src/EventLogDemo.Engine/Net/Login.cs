namespace EventLogDemo.Engine.Net;

/// <summary>A user name with its password, which is never printed.</summary>
/// <param name="UserName">The name.</param>
/// <param name="Password">The password.</param>
public sealed record Login(string UserName, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"{UserName} (password not shown)";
}
