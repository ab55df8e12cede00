#include "ui/widgets/externallink.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace Orion
{

namespace
{

QString words(const char *text)
{
    return QCoreApplication::translate("ExternalLink", text);
}

bool isThisComputer(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

} // namespace

Result<QUrl> checkedLink(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool safe = url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() &&
                      (url.scheme() == QLatin1String("https") ||
                       (url.scheme() == QLatin1String("http") && isThisComputer(url.host())));
    if (!safe)
        return fail(
            ErrorCode::InvalidArgument,
            words(QT_TRANSLATE_NOOP(
                "ExternalLink", "This link is not a secure web address, so it was not opened.")));
    return url;
}

} // namespace Orion
