#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace Orion::Sandbox
{

// Fills a page from resources/web/sandbox. In it, {{name}} is a value, always escaped for HTML;
// {{#name}}…{{/name}} stands once for a value that is there, and once per element for an array;
// {{^name}}…{{/name}} stands when there is none; {{>name}} takes in another template as it is.
QByteArray renderPage(const QString &templateName, const QJsonObject &values);

// The same of a text, for tests. Partials come from the resources.
QString renderTemplate(const QString &text, const QJsonObject &values);

} // namespace Orion::Sandbox
