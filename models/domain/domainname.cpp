#include "models/domain/domainname.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

#include <algorithm>

namespace Orion
{

namespace
{

constexpr qsizetype longestName = 253;
constexpr qsizetype longestLabel = 63;

tl::unexpected<Error> refused(const QString &sentence)
{
    return fail(ErrorCode::InvalidArgument, QStringLiteral("domain_name: ") + sentence);
}

// RFC 6761 and its like, and what stands for no place in the public DNS.
bool isSpecialUse(const QString &topLevel)
{
    static const QStringList names{
        QStringLiteral("alt"),       QStringLiteral("arpa"), QStringLiteral("corp"),
        QStringLiteral("example"),   QStringLiteral("home"), QStringLiteral("internal"),
        QStringLiteral("invalid"),   QStringLiteral("lan"),  QStringLiteral("local"),
        QStringLiteral("localhost"), QStringLiteral("mail"), QStringLiteral("onion"),
        QStringLiteral("test")};
    return names.contains(topLevel);
}

bool isLabel(const QString &label)
{
    static const QRegularExpression form(QStringLiteral("^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$"));
    return label.size() <= longestLabel && form.match(label).hasMatch();
}

// Two hyphens in the third and fourth place are kept for encodings, of which there is one; what it
// says has to be what it would be written as.
bool isHonest(const QString &label)
{
    if (label.mid(2, 2) != QLatin1String("--"))
        return true;
    const QString decoded = QUrl::fromAce(label.toLatin1(), QUrl::IgnoreIDNWhitelist);
    return label.startsWith(QLatin1String("xn--")) && decoded != label &&
           QUrl::toAce(decoded, QUrl::IgnoreIDNWhitelist) == label.toLatin1();
}

} // namespace

Result<QString> normalizedDomain(const QString &typed)
{
    if (typed.size() > longestName)
        return refused(QStringLiteral("a name has at most %1 characters.").arg(longestName));
    if (typed.contains(u'*'))
        return refused(QStringLiteral("name one domain, without a wildcard."));
    const QString name = QString::fromLatin1(QUrl::toAce(typed, QUrl::IgnoreIDNWhitelist));
    const QStringList labels = name.split(u'.');
    if (name.isEmpty() || name.size() > longestName || !std::ranges::all_of(labels, isLabel) ||
        !std::ranges::all_of(labels, isHonest))
        return refused(QStringLiteral("this is not a domain name. Write it as shop.com: letters, "
                                      "digits and hyphens, with points between."));
    if (labels.size() < 2)
        return refused(QStringLiteral("a name with its ending is needed, such as shop.com."));
    static const QRegularExpression letters(QStringLiteral("^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$"));
    if (!letters.match(labels.last()).hasMatch())
        return refused(QStringLiteral("this is an address or has no ending that exists. Write it "
                                      "as shop.com."));
    if (isSpecialUse(labels.last()))
        return refused(
            QStringLiteral("names that end in .%1 cannot be registered.").arg(labels.last()));
    return name;
}

} // namespace Orion
