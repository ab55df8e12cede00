#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>

namespace Orion::Sandbox
{

// Lists as they are sent. Writing an object as JSON takes longer than finding it, so the text of
// each is kept until the object is another one: whoever walks through a long list again and again
// waits for the network, not for this. Used under Sandbox's lock.
class ListTexts
{
public:
    // The list with its objects as the outside sees them.
    QByteArray textOf(const QJsonObject &list);

private:
    struct Kept
    {
        QJsonObject object; // shares its fields with the store
        QByteArray text;
    };

    const QByteArray &textOfElement(const QJsonObject &object);

    QHash<QString, Kept> m_kept; // by id
};

} // namespace Orion::Sandbox
