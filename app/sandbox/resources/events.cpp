#include "app/sandbox/api/listing.h"
#include "app/sandbox/resources/resources.h"

#include <QJsonArray>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qsizetype mostTypes = 20;

Answer<QJsonObject> list(Call &call)
{
    const QJsonArray types = call.parameters.value("types"_L1).toArray();
    if (types.size() > mostTypes)
        return refuse(
            invalidRequest({}, u"You may list up to %1 types."_s.arg(mostTypes), u"types"_s));
    const QJsonValue delivered = call.parameters.value("delivery_success"_L1);
    return listPage(call.state, Kind::Event, call.parameters, [&](const QJsonObject &event) {
        return fieldMatches(event, call.parameters, "type"_L1) &&
               (types.isEmpty() || types.contains(event.value("type"_L1))) &&
               (delivered.isUndefined() ||
                call.state.events().isDelivered(event) == delivered.toBool()) &&
               inRange(event.value("created"_L1), call.parameters.value("created"_L1));
    });
}

} // namespace

void addEvents(Api &api)
{
    api.add(retrieveOperation(Kind::Event));
    api.add({"GET", u"/v1/events"_s,
             withPaging({{"created"_L1, ParameterType::Range},
                         {"delivery_success"_L1, ParameterType::Boolean},
                         {"type"_L1},
                         {"types"_L1, ParameterType::Texts}}),
             list});
}

} // namespace Orion::Sandbox
