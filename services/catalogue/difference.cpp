#include "services/catalogue/difference.h"

namespace Orion
{

namespace
{

QString orNothing(const QString &value)
{
    return value.isEmpty() ? QStringLiteral("nothing") : value;
}

} // namespace

QString Difference::sentence() const
{
    QString what = subject;
    if (!id.isEmpty())
        what += u' ' + id;
    if (!owner.isEmpty())
        what += QStringLiteral(" (%1)").arg(owner);
    if (field == QLatin1String("missing"))
        return what + QStringLiteral(" is not at Stripe.");
    if (field == QLatin1String("unknown"))
        return what + QStringLiteral(" is not in the database%1.")
                          .arg(there.isEmpty() ? QString() : QStringLiteral(": ") + there);
    if (field == QLatin1String("double"))
        return what + QStringLiteral(" is live more than once at Stripe: %1. End all but one, "
                                     "the vendor pays double.")
                          .arg(there);
    return what + QStringLiteral(": %1 is %2 in the database, %3 at Stripe.")
                      .arg(field, orNothing(here), orNothing(there));
}

QJsonObject Difference::toJson() const
{
    return {{QStringLiteral("subject"), subject},    {QStringLiteral("id"), id},
            {QStringLiteral("owner"), owner},        {QStringLiteral("field"), field},
            {QStringLiteral("database"), here},      {QStringLiteral("stripe"), there},
            {QStringLiteral("sentence"), sentence()}};
}

} // namespace Orion
