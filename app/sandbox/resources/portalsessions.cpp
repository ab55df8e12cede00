#include "app/sandbox/resources/resources.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

Answer<QJsonObject> create(Call &call)
{
    const QString customer = call.parameters.value("customer"_L1).toString();
    if (!call.state.find(Kind::Customer, customer))
        return refuse(noSuch(u"customer"_s, customer, u"customer"_s));
    const QString secret = call.state.identifiers().next(u"test"_s, 40);
    QJsonObject session = filled("portal_session"_L1, call.parameters);
    session.insert("id"_L1, call.state.newId(Kind::PortalSession));
    session.insert("created"_L1, call.state.now());
    session.insert("url"_L1, call.state.publicUrl() + u"/p/session/"_s + secret);
    session.insert("_secret"_L1, secret);
    call.state.create(Kind::PortalSession, session);
    return session;
}

} // namespace

void addPortalSessions(Api &api)
{
    api.add({"POST",
             u"/v1/billing_portal/sessions"_s,
             {Parameter{"customer"_L1}.needed(),
              {"locale"_L1},
              {"return_url"_L1, ParameterType::WebUrl}},
             create});
}

} // namespace Orion::Sandbox
