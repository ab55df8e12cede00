#pragma once

#include <QString>

#include <optional>

// Keys for ConsolePage::open() that name a part of a list instead of one of its rows.
namespace Orion::PageKeys
{

inline QString ofTier(const QString &tierCode) // the vendors page
{
    return QStringLiteral("tier:") + tierCode;
}

inline QString ofStatus(const QString &status) // the webhooks page
{
    return QStringLiteral("status:") + status;
}

// What stands behind the word; nothing when the key is another one.
inline std::optional<QString> after(const QString &word, const QString &key)
{
    if (!key.startsWith(word + u':'))
        return std::nullopt;
    return key.sliced(word.size() + 1);
}

} // namespace Orion::PageKeys
