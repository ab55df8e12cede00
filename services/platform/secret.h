#pragma once

#include <QByteArray>
#include <QDebug>

#include <utility>

namespace Orion
{

// A key, password or token. It never prints itself: whoever needs the bytes says reveal(), which
// is easy to find in a review. A plain value for any thread.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray value)
        : m_value(std::move(value))
    {}

    bool isEmpty() const { return m_value.isEmpty(); }
    const QByteArray &reveal() const { return m_value; }
    bool operator==(const Secret &other) const = default;

private:
    QByteArray m_value;
};

inline QDebug operator<<(QDebug debug, const Secret &secret)
{
    return debug << (secret.isEmpty() ? "(no secret)" : "(secret)");
}

} // namespace Orion
