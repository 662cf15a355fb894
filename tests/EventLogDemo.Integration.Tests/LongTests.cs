namespace EventLogDemo.Integration.Tests;

/// <summary>The trait of tests that take minutes: <c>dotnet test</c> leaves them out, <c>.ci/long</c> runs them.</summary>
internal static class LongTests
{
    public const string Trait = "Category";

    public const string Value = "Long";
}
