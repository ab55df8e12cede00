#include "app/sandbox/billing/customers.h"

#include "app/sandbox/state/changes.h"
#include "app/sandbox/state/shapes.h"

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

QJsonObject newCustomer(State &state, const QJsonObject &fields)
{
    QJsonObject customer = filled("customer"_L1, fields);
    customer.insert("id"_L1, state.newId(Kind::Customer));
    customer.insert("created"_L1, state.now());
    customer.insert("metadata"_L1, mergedMetadata({}, fields.value("metadata"_L1)));
    customer.insert("invoice_prefix"_L1, state.identifiers().hex(8).toUpper());
    return customer;
}

} // namespace Orion::Sandbox
