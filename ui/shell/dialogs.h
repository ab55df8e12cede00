#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QUrl;
class QWidget;

namespace Orion
{

struct Question
{
    QString title;
    QString text;
    QStringList choices;    // button texts, the safest first: it is what Escape means
    int preferred = 0;      // what Enter means
    bool dangerous = false; // the last choice is drawn as a warning
};

// Everything that asks the person or leaves the program. An interface, so that tests answer
// themselves. Nothing blocks: the answer comes through the function, on the GUI thread, unless the
// parent is gone by then.
class Dialogs
{
public:
    virtual ~Dialogs() = default;

    // Answers with the number of the choice.
    virtual void ask(QWidget *parent, const Question &question,
                     std::function<void(int)> answer) = 0;

    // Answers with the path; an empty one when the person gave up.
    virtual void askSaveFile(QWidget *parent, const QString &title, const QString &suggestedName,
                             const QString &filter, std::function<void(QString)> answer) = 0;

    virtual void openUrl(const QUrl &url) = 0;
};

// With real windows.
class WindowDialogs : public Dialogs
{
public:
    void ask(QWidget *parent, const Question &question, std::function<void(int)> answer) override;
    void askSaveFile(QWidget *parent, const QString &title, const QString &suggestedName,
                     const QString &filter, std::function<void(QString)> answer) override;
    void openUrl(const QUrl &url) override;
};

} // namespace Orion
