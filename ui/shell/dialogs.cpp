#include "ui/shell/dialogs.h"

#include <QDesktopServices>
#include <QDialog>
#include <QFileDialog>
#include <QFont>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace Orion
{

namespace
{

QDialog *questionDialog(QWidget *parent, const Question &question)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.title);
    auto *title = new QLabel(question.title, dialog);
    QFont font = title->font();
    font.setPixelSize(15);
    font.setWeight(QFont::Medium);
    title->setFont(font);
    auto *text = new QLabel(question.text, dialog);
    text->setWordWrap(true);
    text->setProperty("tone", QStringLiteral("secondary"));
    text->setFixedWidth(400);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    for (int i = 0; i < question.choices.size(); ++i) {
        auto *button = new QPushButton(question.choices.at(i), dialog);
        const bool last = i == question.choices.size() - 1;
        if (i == question.preferred) {
            button->setProperty("look", QStringLiteral("primary"));
            button->setDefault(true);
        } else if (last && question.dangerous) {
            button->setProperty("look", QStringLiteral("danger"));
        }
        button->setAutoDefault(false);
        QObject::connect(button, &QPushButton::clicked, dialog, [dialog, i] { dialog->done(i); });
        buttons->addWidget(button);
        if (i == question.preferred)
            button->setFocus();
    }

    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addSpacing(16);
    layout->addLayout(buttons);
    return dialog;
}

} // namespace

void WindowDialogs::ask(QWidget *parent, const Question &question, std::function<void(int)> answer)
{
    QDialog *dialog = questionDialog(parent, question);
    // Escape rejects, which is 0: the safest choice.
    QObject::connect(dialog, &QDialog::finished, parent,
                     [answer = std::move(answer)](int choice) { answer(choice); });
    dialog->open();
}

void WindowDialogs::askSaveFile(QWidget *parent, const QString &title, const QString &suggestedName,
                                const QString &filter, std::function<void(QString)> answer)
{
    auto *dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(suggestedName);
    QObject::connect(
        dialog, &QDialog::finished, parent, [dialog, answer = std::move(answer)](int result) {
            answer(result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString());
        });
    dialog->open();
}

void WindowDialogs::openUrl(const QUrl &url)
{
    QDesktopServices::openUrl(url);
}

} // namespace Orion
