#include "app/http/target.h"

#include <QStringDecoder>

#include <optional>

namespace Orion::Http
{

namespace
{

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<QByteArray> percentDecoded(QByteArrayView text)
{
    QByteArray decoded;
    decoded.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded.append(text[i]);
            continue;
        }
        if (i + 2 >= text.size())
            return std::nullopt;
        const int high = hexValue(text[i + 1]);
        const int low = hexValue(text[i + 2]);
        if (high < 0 || low < 0)
            return std::nullopt;
        decoded.append(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return decoded;
}

std::optional<QString> decodedText(QByteArrayView encoded)
{
    const auto bytes = percentDecoded(encoded);
    if (!bytes || bytes->contains('\0'))
        return std::nullopt;
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8(*bytes);
    if (utf8.hasError())
        return std::nullopt;
    return text;
}

// "http://host/path" as proxies send it means "/path".
QByteArrayView withoutAuthority(QByteArrayView target)
{
    for (const QByteArrayView scheme : {QByteArrayView("http://"), QByteArrayView("https://")}) {
        if (!target.startsWith(scheme))
            continue;
        const QByteArrayView rest = target.sliced(scheme.size());
        const qsizetype slash = rest.indexOf('/');
        return slash < 0 ? QByteArrayView("/") : rest.sliced(slash);
    }
    return target;
}

} // namespace

bool readTarget(Request &request)
{
    const QByteArrayView target = withoutAuthority(request.target);
    if (!target.startsWith('/') || target.contains('#'))
        return false;
    const qsizetype mark = target.indexOf('?');
    const QByteArrayView path = mark < 0 ? target : target.first(mark);
    const QByteArrayView query = mark < 0 ? QByteArrayView() : target.sliced(mark + 1);

    // An encoded slash would be a separator for one reader and text for another.
    if (path.toByteArray().toLower().contains("%2f"))
        return false;
    const auto decodedPath = decodedText(path);
    if (!decodedPath || !decodedText(query))
        return false;
    request.path = *decodedPath;
    request.query.setQuery(
        QString::fromUtf8(query).replace(QLatin1Char('+'), QLatin1String("%20")));
    return true;
}

} // namespace Orion::Http
