using System.Management.Automation;
using EventLogDemo.PowerShell.Completion;

namespace EventLogDemo.PowerShell.Services;

/// <summary>A cmdlet that looks at services: all of them when none is named.</summary>
public abstract class ServiceQueryCmdlet : ServiceCmdlet
{
    private static readonly string[] Everything = ["*"];

    /// <summary>Names, with wildcards.</summary>
    /// <value>Defaults to all services.</value>
    [Parameter(Position = 0, ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = Everything;

    private protected sealed override IReadOnlyList<string> ChosenNames => Name;
}
