#pragma once

#include "ui/shell/dialogs.h"

#include <QUrl>

#include <deque>

namespace Orion
{

// Answers questions as the test said beforehand, and remembers them.
class ScriptedDialogs : public Dialogs
{
public:
    void ask(QWidget *, const Question &question, std::function<void(int)> answer) override
    {
        asked.append(question.title);
        if (answers.empty())
            return; // the person thinks
        const int choice = answers.front();
        answers.pop_front();
        answer(choice);
    }

    void askSaveFile(QWidget *, const QString &, const QString &suggestedName, const QString &,
                     std::function<void(QString)> answer) override
    {
        suggested = suggestedName;
        answer(savePath);
    }

    void openUrl(const QUrl &url) override { opened.append(url); }

    std::deque<int> answers;
    QStringList asked;
    QString savePath;
    QString suggested;
    QList<QUrl> opened;
};

} // namespace Orion
