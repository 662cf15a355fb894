using System.Management.Automation;
using EventLogDemo.PowerShell.Completion;

namespace EventLogDemo.PowerShell.Services;

/// <summary>A cmdlet that looks at services: all of them when none is named.</summary>
public abstract class ServiceQueryCmdlet : ServiceCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    /// <value>Defaults to all services.</value>
    [Parameter(Position = 0, ParameterSetName = ByChoice)]
    [ArgumentCompleter(typeof(ServiceNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    private protected sealed override IReadOnlyList<string>? ChosenNames => Name;
}
