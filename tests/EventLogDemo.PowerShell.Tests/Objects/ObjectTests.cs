using System.Collections;
using System.Management.Automation;
using System.Reflection;
using EventLogDemo.PowerShell.Bridge;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Objects;

public sealed class ObjectTests
{
    private static readonly HashSet<Type> FlatTypes =
        [typeof(string), typeof(decimal), typeof(DateTime), typeof(TimeSpan), typeof(Guid), typeof(Uri), typeof(NameCollection)];

    /// <summary>The types that cmdlets say they emit. What was sent is emitted as it came.</summary>
    public static TheoryData<Type> Emitted => [.. typeof(AsyncCmdlet).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>())
        .SelectMany(attribute => attribute.Type)
        .Select(name => name.Type)
        .Where(type => type != typeof(object) && type != typeof(void))
        .Distinct()];

    /// <summary>A script for each emitted type.</summary>
    public static TheoryData<string> Scripts =>
    [
        "Get-Pipeline",
        "Get-LogStream",
        "Get-PipelineService kafka",
        "Get-PipelineMetric",
        "Get-LogEvent Kafka",
        "Get-PipelineServiceLog kafka",
        "Get-Pipeline -All",
        "'another' | Send-LogEvent",
    ];

    [Theory]
    [MemberData(nameof(Emitted))]
    public void Emitted_type_is_flat_sealed_and_immutable_and_has_a_short_name(Type type)
    {
        Assert.Equal("EventLogDemo", type.Namespace);
        Assert.True(type.IsSealed);
        Assert.All(type.GetProperties(), property =>
        {
            Type shown = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            Assert.True(shown.IsPrimitive || FlatTypes.Contains(shown), $"{property.Name} is {property.PropertyType}");
            Assert.True(
                property.SetMethod is not { IsPublic: true } set || IsInitOnly(set), $"{property.Name} can be changed");
        });
        Assert.Empty(type.GetFields());
        Assert.Equal(type, type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Object_keeps_its_values_and_its_text_through_CliXml(string script)
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("$null = 'a line' | Send-LogEvent; $null = Start-LogStream -Count 3 -Rate 0 -Wait");

        object before = session.Get(script)[^1];
        PSObject after = PSObject.AsPSObject(PSSerializer.Deserialize(PSSerializer.Serialize(before)));

        Assert.Equal("Deserialized." + before.GetType().FullName, after.TypeNames[0]);
        Assert.Equal(before.ToString(), after.ToString());
        Assert.All(
            before.GetType().GetProperties(),
            property => Assert.Equal(Value(property.GetValue(before)), Value(after.Properties[property.Name].Value)));
    }

    [Fact]
    public async Task Counts_of_a_running_stream_always_add_up()
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("$null = Start-LogStream -Rate 0 -Count 300000");

        List<LogStreamInfo> seen = [.. session.Get("1..200 | ForEach-Object { Get-LogStream }").Cast<LogStreamInfo>()];

        Assert.All(seen, row => Assert.Equal(row.Produced, row.Acked + row.Failed + row.Unknown + row.Buffered + row.Dropped));
        Assert.All(seen, row => Assert.Equal(row.State is "Completed" or "Stopped" or "Failed", row.EndedAt is not null));
    }

    private static bool IsInitOnly(MethodInfo set) =>
        set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    private static object? Value(object? value) => value switch
    {
        PSObject wrapped => Value(wrapped.BaseObject),
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>()),
        _ => value,
    };
}
