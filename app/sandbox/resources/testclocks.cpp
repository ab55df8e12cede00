#include "app/sandbox/billing/testclocks.h"
#include "app/sandbox/resources/resources.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Answer<QJsonObject> advance(Call &call)
{
    const auto clock = named(call, Kind::TestClock);
    if (!clock)
        return clock;
    return startAdvancing(call.state, call.id, call.parameters.value("frozen_time"_L1).toInteger());
}

Answer<QJsonObject> remove(Call &call)
{
    const auto clock = named(call, Kind::TestClock);
    if (!clock)
        return clock;
    deleteTestClock(call.state, call.id);
    return QJsonObject{
        {"id"_L1, call.id}, {"object"_L1, u"test_helpers.test_clock"_s}, {"deleted"_L1, true}};
}

} // namespace

void addTestClocks(Api &api)
{
    const Parameter time = Parameter{"frozen_time"_L1, ParameterType::Time}.needed();
    api.add({"POST", u"/v1/test_helpers/test_clocks"_s, {time, {"name"_L1}}, [](Call &call) {
                 return createTestClock(call.state, call.parameters);
             }});
    api.add({"POST", u"/v1/test_helpers/test_clocks/{id}/advance"_s, {time}, advance});
    api.add({"DELETE", u"/v1/test_helpers/test_clocks/{id}"_s, {}, remove});
    api.add(retrieveOperation(Kind::TestClock));
    api.add(listOperation(Kind::TestClock, {}));
}

} // namespace Orion::Sandbox
