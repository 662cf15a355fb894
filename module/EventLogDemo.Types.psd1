# The types of EventLogDemo, which its script imports once it knows that no other copy of the module is loaded.
@{
    ModuleVersion  = '0.1.0'
    GUID           = '0b0d7f1e-3c51-4f3c-9a0a-6f5a4a1d8f27'
    TypesToProcess = @('EventLogDemo.Types.ps1xml')
}
