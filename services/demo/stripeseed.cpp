#include "services/demo/stripeseed.h"

#include "services/database/session.h"

#include <QFile>

namespace Orion
{

Result<void> writeStripeSeed(Session &session, QIODevice &device, int subscriptions)
{
    QFile script(QStringLiteral(":/sql/demo/stripe_seed.sql"));
    if (!script.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal,
                    QStringLiteral("The demo's scripts are missing in this program."),
                    script.fileName());
    const auto seed =
        session.selectOne(QString::fromUtf8(script.readAll()), {subscriptions, subscriptions},
                          [](const Row &row) { return row.text(0).toUtf8(); });
    if (!seed)
        return fail(seed.error());
    const QByteArray bytes = seed->value_or(QByteArray());
    if (device.write(bytes) != bytes.size())
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("The seed file could not be written whole. Is the disk full?"),
                    device.errorString());
    return {};
}

} // namespace Orion
