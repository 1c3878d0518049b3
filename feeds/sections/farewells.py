"""The phrases with which newsletters of many languages end: thanks for reading, and until the next time.

They are plain beginnings, not patterns: to compile some hundred alternatives would take longer than a short run has.
"""

from __future__ import annotations

_PHRASES = {
    "en": (
        "that's a wrap, and that's a wrap, and that's it for, and that's all for, thanks again for reading, "
        "thank you again for reading, thanks a lot for reading, thanks for subscribing, thank you for subscribing, "
        "see you tomorrow, see you on monday, see you on tuesday, see you on wednesday, see you on thursday, "
        "see you on friday, see you on saturday, see you on sunday, until tomorrow, have a wonderful week, "
        "have a fantastic week, have a great rest of, have a good rest of, if you found this useful, "
        "if you found this helpful, was this email forwarded, was this newsletter forwarded, did someone forward, "
        "reply to this email, reply to this newsletter, hit reply, just hit reply, share this newsletter, "
        "this newsletter is written by, this newsletter is curated by, this newsletter was written by, "
        "this newsletter was curated by"
    ),
    "de": (
        "das war's für, das war's mit, das war's schon, das war's dann, das war's auch, das war's diese, "
        "das war's wieder, das wars für, das wars diese, das war es für diese, das war es für heute, "
        "das war es diese woche, danke fürs lesen, vielen dank fürs lesen, danke für's lesen, "
        "vielen dank für ihr interesse, danke für euer interesse, bis zur nächsten, bis bald, bis in zwei wochen, "
        "bis in einer woche, ein schönes wochenende, schönes wochenende, eine schöne woche, herzliche grüße, "
        "viele grüße, liebe grüße, beste grüße, mit freundlichen grüßen, mit herzlichen grüßen, du erhältst diese, "
        "du bekommst diese, hat dir diese ausgabe, hat dir dieser newsletter, hat ihnen diese ausgabe, "
        "hat ihnen dieser newsletter"
    ),
    "fr": (
        "c'est tout pour, merci de m'avoir lu, merci de nous avoir lu, merci d'avoir lu, merci de votre lecture, "
        "merci pour votre lecture, merci de ta lecture, merci de votre fidélité, merci pour votre fidélité, "
        "à bientôt, à très bientôt, à très vite, à la prochaine, à lundi prochain, à vendredi prochain, "
        "bonne semaine, bon week-end, bonne fin de semaine"
    ),
    "es": (
        "eso es todo por, esto es todo por, y eso es todo, y esto es todo, esto ha sido todo, eso fue todo, "
        "gracias por leer, muchas gracias por leer, gracias por tu lectura, gracias por su lectura, "
        "gracias por llegar hasta, hasta la semana, hasta el próximo, hasta el mes que viene, hasta pronto, "
        "nos vemos la, nos vemos el, nos leemos, buen fin de semana, feliz fin de semana, feliz semana, "
        "si te ha gustado est, si te gustó est"
    ),
    "pt": (
        "é isso por hoje, é isso por esta, e é isso por, por hoje é só, por hoje é isso, é isso pessoal, "
        "obrigado por ler, obrigada por ler, obrigado pela leitura, obrigada pela leitura, muito obrigado por ler, "
        "muito obrigada por ler, até a próxima, até à próxima, até o próximo, até ao próximo, até semana que vem, "
        "até a semana, até para a semana, até breve, bom fim de semana, boa semana, se você gostou dest, "
        "se gostou dest, você recebeu est, você está recebendo"
    ),
    "it": (
        "per oggi è tutto, per questa settimana è tutto, è tutto per, anche per oggi è tutto, grazie per aver letto, "
        "grazie per averci letto, grazie per avermi letto, grazie per la lettura, grazie di aver letto, "
        "alla prossima, alla settimana prossima, a presto, ci vediamo la prossima, ci leggiamo la prossima, "
        "ci sentiamo la prossima, buon fine settimana, buona settimana, se ti è piaciuta quest"
    ),
    "nl": (
        "dat was het voor, dat was het weer, bedankt voor het lezen, dank voor het lezen, dank je wel voor het lezen, "
        "tot volgende week, tot de volgende, tot snel, fijn weekend, fijne week, je ontvangt deze"
    ),
    "pl": (
        "to już wszystko, to wszystko na dziś, dzięki za przeczyt, dziękuję za przeczyt, dziękujemy za przeczyt, "
        "dzięki za lekturę, dziękuję za lekturę, dziękuję za uwagę, do następnego, do zobaczenia, do usłyszenia, "
        "miłego weekendu, miłego tygodnia"
    ),
    "sv, da, no": (
        "tack för att du läs, tack för att du läste, trevlig helg, vi ses nästa, vi ses i nästa, takk for at du les, "
        "takk for at du leste, god helg, tak fordi du læs, tak for denne gang, vi ses næste"
    ),
    "cs": (
        "to je pro dnešek vše, to je vše, díky za přečtení, děkuji za přečtení, děkujeme za přečtení, "
        "díky za pozornost, děkuji za pozornost, děkujeme za pozornost, krásný víkend"
    ),
    "ru, uk": (
        "на этом всё, на этом все, это всё на, спасибо за чтение, спасибо за внимание, спасибо что чита, "
        "спасибо что дочита, до скорого, до скорой, до новых встреч, хороших выходных, "
        "дякую за увагу, дякуємо за увагу, дякую що чита, до зустрічі"
    ),
    "tr": "okuduğunuz için teşekkür, görüşmek üzere, haftaya görüş, gelecek hafta görüş, gelecek sayıda",
    "vi, id": "cảm ơn bạn đã đọc, cảm ơn các bạn đã đọc, hẹn gặp lại, terima kasih sudah membaca, sampai jumpa",
    "ar": "شكرا لقراءت, شكراً لقراءت, شكرًا لقراءت, شكرا على القراءة, شكرا لمتابعت, إلى اللقاء, نلتقي في, نراكم في",
    "hi": "पढ़ने के लिए धन्यवाद, अगले सप्ताह मिल, अगले हफ़्ते मिल, फिर मिलेंगे",
    "ja": (
        "それではまた, ではまた, また次回, また次号, また来月, 今週は以上, 今回は以上, 今週はここまで, "
        "今回はここまで, 最後まで読んで, 最後までお読み, お読みいただ, 読んでいただ, ご購読ありがとう, ご愛読ありがとう"
    ),
    "zh": (
        "感谢阅读, 感谢您的阅读, 感谢你的阅读, 感谢您阅读, 感谢你阅读, 谢谢阅读, 谢谢您的阅读, 谢谢你的阅读, "
        "感謝閱讀, 感謝您的閱讀, 感謝你的閱讀, 謝謝閱讀, 我们下期, 我們下期, 下期见, 下期見, 下周见, 下週見, "
        "我们下周, 我們下週, 以上就是本期, 以上就是本周, 本期内容就到, 本期就到, 今天就到这里"
    ),
    "ko": (
        "읽어주셔서 감사, 읽어 주셔서 감사, 오늘도 읽어, 끝까지 읽어, 이번 호도 읽어, 이번 주도 읽어, 다음 주에 만나, "
        "다음 주에 또, 다음 주에 뵙, 다음 호에서, 다음 호에 만나"
    ),
}
_BEGINNINGS = tuple(phrase.strip() for phrases in _PHRASES.values() for phrase in phrases.split(", "))
_FIRST = 3  # characters: no phrase has fewer
_FIRST_OF_THEM = frozenset(phrase[:_FIRST] for phrase in _BEGINNINGS)
_NEAR = 60  # characters, which hold the longest of them and what is before it


def says_farewell(text: str) -> bool:
    """Return whether *text* begins with one of the phrases, whatever its case and its commas.

    >>> says_farewell("¡Gracias por leer!"), says_farewell("Und: das war’s für heute"), says_farewell("Hasta la vista")
    (True, False, False)
    """
    beginning = text[:_NEAR].lower().replace("’", "'").replace(",", "").replace("、", "")
    start = next((place for place, sign in enumerate(beginning) if sign.isalnum()), 0)
    return beginning[start : start + _FIRST] in _FIRST_OF_THEM and beginning.startswith(_BEGINNINGS, start)
