using Customer360.Contracts.V1;
using Customer360.Gateway.Security;

namespace Customer360.UnitTests.Gateway;

public sealed class RpcRolesTests
{
    [Fact]
    public void Every_RPC_states_its_roles_and_no_other_does()
    {
        var rpcs = new[]
        {
            Customer360ServiceReflection.Descriptor, InteractionServiceReflection.Descriptor,
            CrmAccessServiceReflection.Descriptor, AdminServiceReflection.Descriptor,
        }.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(method => $"{method.Service.FullName}/{method.Name}").ToList();

        rpcs.Count.ShouldBeGreaterThan(70);
        RpcRoles.Table.Keys.ShouldBe(rpcs, ignoreOrder: true);
        RpcRoles.Table.Values.ShouldAllBe(roles => roles.Length > 0);
    }
}
