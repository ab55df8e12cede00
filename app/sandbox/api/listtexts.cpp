#include "app/sandbox/api/listtexts.h"

#include "app/sandbox/state/view.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace Orion::Sandbox
{

using namespace Qt::StringLiterals;

namespace
{

// Some hundred megabytes of subscriptions.
constexpr qsizetype mostKept = 200'000;

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

const QByteArray &ListTexts::textOfElement(const QJsonObject &object)
{
    const QString id = object.value("id"_L1).toString();
    const auto kept = m_kept.constFind(id);
    // Quick as long as it is the same one; an equal one has the same text.
    if (kept != m_kept.constEnd() && kept->object == object)
        return kept->text;
    if (m_kept.size() >= mostKept)
        m_kept.clear();
    return m_kept.insert(id, {object, compact(publicView(object))})->text;
}

QByteArray ListTexts::textOf(const QJsonObject &list)
{
    QByteArray data;
    const QJsonArray elements = list.value("data"_L1).toArray();
    for (const QJsonValue &element : elements) {
        if (!data.isEmpty())
            data += ',';
        data += textOfElement(element.toObject());
    }
    QJsonObject frame = list;
    frame.remove("data"_L1);
    QByteArray text = compact(frame);
    return text.insert(text.size() - 1, ",\"data\":[" + data + ']');
}

} // namespace Orion::Sandbox
